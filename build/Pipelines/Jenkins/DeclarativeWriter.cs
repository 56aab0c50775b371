using FashionMnist.Build.Pipelines.Groovy;

namespace FashionMnist.Build.Pipelines.Jenkins;

/// <summary>Writes a declarative pipeline.</summary>
internal static class DeclarativeWriter
{
    public static string Write(DeclarativePipeline pipeline)
    {
        var writer = new GroovyWriter();
        foreach (var comment in pipeline.Comments)
            writer.Line($"// {comment}");
        writer.Line();
        foreach (var function in pipeline.Functions)
        {
            writer.Write(function);
            writer.Line();
        }

        writer.Block("pipeline", () =>
        {
            Write(writer, pipeline.Agent);
            Calls(writer, "options", pipeline.Options);
            Calls(writer, "parameters", pipeline.Parameters);
            Variables(writer, pipeline.Environment);
            writer.Block("stages", () => Write(writer, pipeline.Stages));
            Write(writer, pipeline.Post);
        });
        return writer.ToString();
    }

    private static void Write(GroovyWriter writer, IEnumerable<Stage> stages)
    {
        foreach (var stage in stages)
            writer.Block($"stage({GroovyWriter.Render(stage.Name)})", () => Write(writer, stage));
    }

    private static void Write(GroovyWriter writer, Stage stage)
    {
        if (stage.Agent is { } agent)
            Write(writer, agent);
        Calls(writer, "options", stage.Options);
        Variables(writer, stage.Environment);
        if (stage.When is { } condition)
            writer.Block("when", () => writer.Line($"expression {{ {GroovyWriter.Render(condition)} }}"));
        if (stage.Steps.Count > 0)
            writer.Block("steps", () => Steps(writer, stage.Steps));
        if (stage.Stages.Count > 0)
            writer.Block("stages", () => Write(writer, stage.Stages));
        if (stage.Parallel.Count > 0)
            writer.Block("parallel", () => Write(writer, stage.Parallel));
        Write(writer, stage.Post);
    }

    private static void Write(GroovyWriter writer, Agent agent)
    {
        if (agent.Label is { } label)
            writer.Block("agent", () => writer.Line($"label {GroovyWriter.Render(label)}"));
        else
            writer.Line("agent any");
    }

    private static void Write(GroovyWriter writer, Post post)
    {
        if (post.Conditions.Count == 0)
            return;
        writer.Block("post", () =>
        {
            foreach (var (condition, steps) in post.Conditions)
                writer.Block(condition.ToString().ToLowerInvariant(), () => Steps(writer, steps));
        });
    }

    /// <summary>Declarative allows steps only; anything else stands in <c>script</c>.</summary>
    private static void Steps(GroovyWriter writer, IReadOnlyList<GroovyStatement> steps)
    {
        if (steps.Any(x => x is GroovyIf))
            writer.Block("script", () => writer.Write(steps));
        else
            writer.Write(steps);
    }

    private static void Calls(GroovyWriter writer, string section, IReadOnlyList<GroovyCall> calls)
    {
        if (calls.Count > 0)
            writer.Block(section, () => calls.ToList().ForEach(x => writer.Line(GroovyWriter.Render(x))));
    }

    private static void Variables(GroovyWriter writer, IReadOnlyList<(string Name, GroovyValue Value)> variables)
    {
        if (variables.Count > 0)
            writer.Block("environment", () => variables.ToList().ForEach(x => writer.Line($"{x.Name} = {GroovyWriter.Render(x.Value)}")));
    }
}
