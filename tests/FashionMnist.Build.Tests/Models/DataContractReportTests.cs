using System.Xml.Linq;
using FashionMnist.Build.Models;
using FashionMnist.Build.Notifications;

namespace FashionMnist.Build.Tests.Models;

public sealed class DataContractReportTests : IDisposable
{
    private const string Findings = """
        [
          { "split": "train", "rule": "labels", "passed": false, "finding": "3 of 60000 <labels> & more\u0001", "offenders": [1] },
          { "split": "test", "rule": "hashes", "passed": true, "finding": "as expected", "offenders": [] }
        ]
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("contract-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_rule_is_a_test_and_a_broken_one_a_failed_test()
    {
        var suite = XDocument.Parse(DataContractReport.Convert(Findings)).Root!.Element("testsuite")!;

        Assert.Equal(("2", "1"), (suite.Attribute("tests")!.Value, suite.Attribute("failures")!.Value));
        Assert.Equal(["train: labels", "test: hashes"], suite.Elements("testcase").Select(x => x.Attribute("name")!.Value));
        Assert.Equal("3 of 60000 <labels> & more", suite.Descendants("failure").Single().Attribute("message")!.Value);
    }

    [Fact]
    public void The_names_of_failed_tests_are_read_back_unless_the_file_is_of_an_older_build()
    {
        var file = Path.Combine(_folder, "contract.junit.xml");
        File.WriteAllText(file, DataContractReport.Convert(Findings));
        File.WriteAllText(Path.Combine(_folder, "broken.junit.xml"), "<testsuites>");
        var pattern = Path.Combine(_folder, "*.xml");

        Assert.Equal(["DataContract.train: labels"], TestResults.FailedIn([pattern], DateTime.UtcNow.AddMinutes(-1)));
        Assert.Empty(TestResults.FailedIn([pattern], DateTime.UtcNow.AddMinutes(1)));
        Assert.Empty(TestResults.FailedIn([Path.Combine(_folder, "none", "*.xml")], DateTime.UtcNow.AddMinutes(-1)));
    }
}
