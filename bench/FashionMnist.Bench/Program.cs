using FashionMnist.Bench;

return await BenchCommand.Create().Parse(args).InvokeAsync();
