namespace Views;

/// <summary>The argument <c>--print</c>: write each event to standard output. It has no value, so configuration must not see it.</summary>
public static class PrintArgument
{
    const string Name = "--print";

    /// <summary>Takes the argument out of a command line.</summary>
    /// <returns>Whether it was there.</returns>
    public static bool Take(ref string[] arguments)
    {
        var rest = Array.FindAll(arguments, argument => argument != Name);
        var found = rest.Length < arguments.Length;
        arguments = rest;
        return found;
    }
}
