// Each test runs the whole platform: two at once would measure the machine, not the code. One that only waits names a collection of its
// own.
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly)]
