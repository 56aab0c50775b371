using System.Globalization;
using System.Text;
using FashionMnist.Models.Packages;

namespace FashionMnist.Models.Registry.Mlflow;

/// <summary>
/// The files beside model.onnx that let MLflow's own tools load a package, as onnx and as python_function (mlflow.org/docs, "MLflow Models").
/// The same package gives the same bytes; tags of its version hold their hashes. Nothing here reads them back.
/// </summary>
internal static class MlflowFlavours
{
    public const string Model = "MLmodel";
    public const string Example = "input_example.json";

    /// <summary>The layout that the files follow, which newer versions read as well.</summary>
    private const string Layout = "2.9.2";
    private const string Python = "3.11.9";

    /// <summary>Text of each file by its name.</summary>
    public static IReadOnlyDictionary<string, byte[]> Of(ModelManifest manifest) => new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
    {
        [Model] = Utf8(Describe(manifest)),
        [Example] = Utf8(DrawExample(manifest.Onnx.Input.Shape)),
        ["python_env.yaml"] = Utf8($"python: {Python}\nbuild_dependencies:\n- pip\n- setuptools\n- wheel\ndependencies:\n- -r requirements.txt\n"),
        ["requirements.txt"] = Utf8("mlflow>=2.9\nnumpy\nonnx>=1.15\nonnxruntime>=1.17\n"),
    };

    private static string Describe(ModelManifest manifest) => string.Create(CultureInfo.InvariantCulture, $$"""
        flavors:
          onnx:
            code: null
            data: {{PackageFiles.Onnx}}
            onnx_version: 1.15.0
            providers:
            - CPUExecutionProvider
          python_function:
            data: {{PackageFiles.Onnx}}
            env:
              virtualenv: python_env.yaml
            loader_module: mlflow.onnx
            python_version: {{Python}}
        mlflow_version: {{Layout}}
        model_uuid: {{manifest.Onnx.Sha256[..32]}}
        saved_input_example_info:
          artifact_path: {{Example}}
          format: tf-serving
          type: ndarray
        signature:
          inputs: '{{Tensor(manifest.Onnx.Input)}}'
          outputs: '{{Tensor(manifest.Onnx.Output)}}'
          params: null
        utc_time_created: '{{manifest.Created.UtcDateTime:yyyy-MM-dd HH:mm:ss.ffffff}}'

        """).ReplaceLineEndings("\n");

    private static string Tensor(TensorSignature tensor) =>
        $$$"""[{"type":"tensor","tensor-spec":{"dtype":"{{{tensor.ElementType}}}","shape":[{{{string.Join(',', tensor.Shape)}}}]}}]""";

    /// <summary>One image: a bright square on black, at half of the width and height.</summary>
    private static string DrawExample(IReadOnlyList<int> shape)
    {
        var (height, width) = (shape[1], shape[2]);
        var rows = Enumerable.Range(0, height).Select(y =>
            $"[{string.Join(',', Enumerable.Range(0, width).Select(x => y >= height / 4 && y < height * 3 / 4 && x >= width / 4 && x < width * 3 / 4 ? 200 : 0))}]");
        return $$"""{"inputs":[[{{string.Join(',', rows)}}]]}""" + "\n";
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
