using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace KafkaRider;

/// <content>What tests do not need of the interface.</content>
internal sealed partial class AdminClient
{
    public Handle Handle => throw Unsupported(nameof(Handle));

    public int AddBrokers(string brokers) => throw Unsupported(nameof(AddBrokers));

    public void SetSaslCredentials(string username, string password) => throw Unsupported(nameof(SetSaslCredentials));

    public Task AlterConfigsAsync(Dictionary<ConfigResource, List<ConfigEntry>> configs, AlterConfigsOptions? options = null) =>
        throw Unsupported(nameof(AlterConfigsAsync));

    public Task<List<IncrementalAlterConfigsResult>> IncrementalAlterConfigsAsync(
        Dictionary<ConfigResource, List<ConfigEntry>> configs, IncrementalAlterConfigsOptions? options = null) =>
        throw Unsupported(nameof(IncrementalAlterConfigsAsync));

    public Task<List<DescribeConfigsResult>> DescribeConfigsAsync(
        IEnumerable<ConfigResource> resources, DescribeConfigsOptions? options = null) => throw Unsupported(nameof(DescribeConfigsAsync));

    public Task CreateAclsAsync(IEnumerable<AclBinding> aclBindings, CreateAclsOptions? options = null) =>
        throw Unsupported(nameof(CreateAclsAsync));

    public Task<DescribeAclsResult> DescribeAclsAsync(AclBindingFilter aclBindingFilter, DescribeAclsOptions? options = null) =>
        throw Unsupported(nameof(DescribeAclsAsync));

    public Task<List<DeleteAclsResult>> DeleteAclsAsync(
        IEnumerable<AclBindingFilter> aclBindingFilters, DeleteAclsOptions? options = null) => throw Unsupported(nameof(DeleteAclsAsync));

    public Task<DeleteConsumerGroupOffsetsResult> DeleteConsumerGroupOffsetsAsync(
        string group, IEnumerable<TopicPartition> partitions, DeleteConsumerGroupOffsetsOptions? options = null) =>
        throw Unsupported(nameof(DeleteConsumerGroupOffsetsAsync));

    public Task<List<AlterConsumerGroupOffsetsResult>> AlterConsumerGroupOffsetsAsync(
        IEnumerable<ConsumerGroupTopicPartitionOffsets> groupPartitions, AlterConsumerGroupOffsetsOptions? options = null) =>
        throw Unsupported(nameof(AlterConsumerGroupOffsetsAsync));

    public Task<List<ListConsumerGroupOffsetsResult>> ListConsumerGroupOffsetsAsync(
        IEnumerable<ConsumerGroupTopicPartitions> groupPartitions, ListConsumerGroupOffsetsOptions? options = null) =>
        throw Unsupported(nameof(ListConsumerGroupOffsetsAsync));

    public Task<ListConsumerGroupsResult> ListConsumerGroupsAsync(ListConsumerGroupsOptions? options = null) =>
        throw Unsupported(nameof(ListConsumerGroupsAsync));

    public Task<DescribeConsumerGroupsResult> DescribeConsumerGroupsAsync(
        IEnumerable<string> groups, DescribeConsumerGroupsOptions? options = null) =>
        throw Unsupported(nameof(DescribeConsumerGroupsAsync));

    public Task<DescribeUserScramCredentialsResult> DescribeUserScramCredentialsAsync(
        IEnumerable<string> users, DescribeUserScramCredentialsOptions? options = null) =>
        throw Unsupported(nameof(DescribeUserScramCredentialsAsync));

    public Task AlterUserScramCredentialsAsync(
        IEnumerable<UserScramCredentialAlteration> alterations, AlterUserScramCredentialsOptions? options = null) =>
        throw Unsupported(nameof(AlterUserScramCredentialsAsync));

    static NotSupportedException Unsupported(string call) => new(
        $"{call} is not part of the test harness's admin client. Use Librdkafka.Admin, or Confluent's AdminClientBuilder.");
}
