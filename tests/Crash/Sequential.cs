// Each test runs the whole platform: two at once would measure the machine, not the code.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
