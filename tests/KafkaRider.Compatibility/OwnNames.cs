using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace KafkaRider.Compatibility;

/// <summary>What makes these tests a proof: they are written as if the official package were referenced.</summary>
public class OwnNames
{
    [Fact]
    public void Nothing_here_uses_a_name_that_only_this_rider_has()
    {
        using var file = File.OpenRead(typeof(OwnNames).Assembly.Location);
        using var image = new PEReader(file);
        var metadata = image.GetMetadataReader();

        var used = metadata.TypeReferences.Select(metadata.GetTypeReference)
            .Where(type => Assembly(metadata, type) == "KafkaRider")
            .Select(type => (Namespace: metadata.GetString(type.Namespace), Name: metadata.GetString(type.Name))).ToList();

        used.ShouldNotBeEmpty();
        used.Where(type => type.Namespace.Split('.')[0] != "MassTransit").ShouldBeEmpty();
    }

    static string? Assembly(MetadataReader metadata, TypeReference type) => type.ResolutionScope.Kind == HandleKind.AssemblyReference
        ? metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name)
        : null;
}
