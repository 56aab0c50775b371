using System.Diagnostics;
using FashionMnist.Build.Components;
using FashionMnist.Build.Git;
using FashionMnist.Models;
using Nuke.Common.IO;

namespace FashionMnist.Build.Tests.Git;

/// <summary>Which commits may deliver, in clones of a repository with a branch `integration` and a branch `feature` that is one commit ahead.</summary>
public sealed class DeliveryRulesTests : IDisposable
{
    private readonly AbsolutePath _folder = Directory.CreateTempSubdirectory("delivery-").FullName;
    private readonly AbsolutePath _clone;

    public DeliveryRulesTests()
    {
        var origin = _folder / "origin";
        _clone = _folder / "clone";
        Git(_folder, "init -q -b integration origin");
        Git(origin, "-c user.name=t -c user.email=t@localhost commit -q --allow-empty -m one");
        Git(origin, "checkout -q -b feature");
        Git(origin, "-c user.name=t -c user.email=t@localhost commit -q --allow-empty -m two");
        Git(_folder, "clone -q origin clone");
    }

    public void Dispose()
    {
        // Git writes its objects read-only.
        foreach (var file in Directory.GetFiles(_folder, "*", SearchOption.AllDirectories))
            File.SetAttributes(file, FileAttributes.Normal);
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("origin/integration", "BRANCH_NAME=integration", null)]
    [InlineData("origin/integration", "CODEBUILD_WEBHOOK_HEAD_REF=refs/heads/integration CODEBUILD_WEBHOOK_EVENT=PUSH", null)]
    [InlineData("origin/feature", "BRANCH_NAME=integration", "this commit is not part of it")]
    [InlineData("origin/integration", "CODEBUILD_WEBHOOK_HEAD_REF=refs/heads/feature BRANCH_NAME=integration", "this is 'feature'")]
    [InlineData("origin/integration", "CODEBUILD_WEBHOOK_HEAD_REF=refs/tags/integration BRANCH_NAME=integration", "this is 'refs/tags/integration'")]
    [InlineData("origin/integration", "CODEBUILD_WEBHOOK_HEAD_REF=refs/heads/integration CODEBUILD_WEBHOOK_EVENT=PULL_REQUEST_UPDATED", "this is a pull request")]
    public void On_a_server_a_commit_delivers_that_is_part_of_the_branch_which_started_the_build(string commit, string variables, string? problem)
    {
        Git(_clone, $"checkout -q --detach {commit}");

        Expect(problem, () => Require("integration", onServer: true, variables));
    }

    [Fact]
    public void A_clone_that_does_not_know_the_branch_says_how_to_clone()
    {
        Git(_clone, "checkout -q --detach origin/integration");
        Git(_clone, "update-ref -d refs/remotes/origin/integration");

        Expect("let the server clone the whole repository", () => Require("integration", onServer: true, "BRANCH_NAME=integration"));
    }

    [Fact]
    public void A_laptop_is_believed_and_an_environment_without_a_branch_takes_any()
    {
        Git(_clone, "checkout -q -b integration origin/feature");

        Require("integration", onServer: false, "");
        Require(null, onServer: true, "BRANCH_NAME=x");
    }

    [Fact]
    public void The_ref_of_the_webhook_wins_over_what_a_project_writes_into_its_environment() =>
        Assert.Equal("feature", WorkingTree.Branch(_clone, Variables("CODEBUILD_WEBHOOK_HEAD_REF=refs/heads/feature BRANCH_NAME=integration")));

    [Theory]
    [InlineData(true, false, false, true)]
    [InlineData(true, false, true, false)]
    [InlineData(true, true, false, false)]
    [InlineData(false, false, false, false)]
    public void A_folder_of_a_server_is_refused_as_the_store_unless_somebody_chose_it(bool onServer, bool isShared, bool isChosen, bool refused)
    {
        var failure = Record.Exception(() => DeliveryRules.RequireLastingStore("local", "/work/store", isShared, isChosen, onServer)) as FashionMnistException;

        Assert.Equal(refused ? ExitCodes.Configuration : null, failure?.ExitCode);
    }

    private void Require(string? branch, bool onServer, string variables) =>
        DeliveryRules.RequireBranch(_clone, "integration", branch, onServer, Variables(variables));

    private static Func<string, string?> Variables(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(x => x.Split('=')).ToDictionary(x => x[0], x => x[1]).GetValueOrDefault;

    private static void Expect(string? problem, Action action)
    {
        var failure = Record.Exception(action) as FashionMnistException;
        if (problem is null)
        {
            Assert.Null(failure);
            return;
        }

        Assert.Equal(ExitCodes.AccessDenied, failure?.ExitCode);
        Assert.Contains(problem, failure!.Message, StringComparison.Ordinal);
    }

    private static void Git(AbsolutePath folder, string arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = folder })!;
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
    }
}
