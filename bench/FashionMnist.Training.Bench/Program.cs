using FashionMnist.Models;
using FashionMnist.Training.Bench;

const string Usage = """
    Usage: FashionMnist.Training.Bench training [PROFILE]   GFLOP/s of a training profile (default: full) against plain convolutions
           FashionMnist.Training.Bench int8 FOLDER          images/s of an int8 model against its float32 export, both in FOLDER
    """;

try
{
    switch (args)
    {
        case ["training"]:
            TrainingTable.Print("full");
            break;
        case ["training", var profile]:
            TrainingTable.Print(profile);
            break;
        case ["int8", var folder]:
            await PrecisionTable.PrintAsync(folder);
            break;
        default:
            Console.Error.WriteLine(Usage);
            return ExitCodes.Usage;
    }

    return ExitCodes.Ok;
}
catch (FashionMnistException e)
{
    Console.Error.WriteLine(e.Message);
    return e.ExitCode;
}
