using System.Globalization;
using FashionMnist.Models;
using FashionMnist.Models.Registry;
using FashionMnist.Models.Storage;
using FashionMnist.Testing;

// A process of its own for tests to kill and to let race.
//   release STORE FIRST-SEED COUNT  publishes and promotes COUNT packages, one line for each that is done
//   race STORE WHO PACKAGE          promotes, but says "at the gate" before the pointer is written and waits for a line of input
var store = ObjectStores.Open(args[1]);
try
{
    switch (args[0])
    {
        case "release":
            await ReleaseAsync(int.Parse(args[2], CultureInfo.InvariantCulture), int.Parse(args[3], CultureInfo.InvariantCulture));
            break;
        case "race":
            await RegistryOf(new ConsoleGate(store, new StoreKeys(TestPackages.ModelName).Production), args[2]).PromoteAsync(args[3]);
            break;
        default:
            return ExitCodes.Usage;
    }

    return ExitCodes.Ok;
}
catch (FashionMnistException e)
{
    Console.WriteLine(e.Message);
    return e.ExitCode;
}

async Task ReleaseAsync(int firstSeed, int count)
{
    Console.WriteLine("ready");
    var registry = RegistryOf(store, $"worker-{firstSeed}");
    for (var seed = firstSeed; seed < firstSeed + count; seed++)
    {
        var package = TestPackages.Create(seed, onnxBytes: 100_000);
        await registry.PublishAsync(package);
        Console.WriteLine($"published {package.Id}");
        await registry.PromoteAsync(package.Id);
        Console.WriteLine($"promoted {package.Id}");
    }
}

static ModelRegistry RegistryOf(IVersionedObjectStore store, string who) => new(store, TestPackages.ModelName, _ => Task.FromResult(who));

internal sealed class ConsoleGate(IVersionedObjectStore store, string guardedKey) : StoreDecorator(store)
{
    public override Task<ObjectVersion?> TryPutAsync(
        string key, Stream content, string? expectedVersionId, CancellationToken cancellationToken = default)
    {
        if (key == guardedKey)
        {
            Console.WriteLine("at the gate");
            Console.ReadLine();
        }

        return base.TryPutAsync(key, content, expectedVersionId, cancellationToken);
    }
}
