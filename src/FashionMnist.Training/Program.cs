using FashionMnist.Training.Cli;

return await TrainingCommandLine.InvokeAsync(args, Console.Out, Console.Error);
