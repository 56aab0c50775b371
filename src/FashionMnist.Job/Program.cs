using FashionMnist.Job.CommandLine;
using FashionMnist.Job.Commands;

var host = new JobHost();
return await JobCommandLine.InvokeAsync(args,
[
    PredictCommand.Create(host),
    MergeCommand.Create(host),
    EvaluateCommand.Create(host),
    FetchDataCommand.Create(host),
    CheckDataCommand.Create(host),
]);
