namespace FashionMnist.Prediction.Input;

/// <summary>A row that cannot be used.</summary>
/// <param name="File">The file it stands in.</param>
/// <param name="Row">1-based line of a CSV file, 1-based item of an IDX file.</param>
/// <param name="Reason">What is wrong with it.</param>
internal readonly record struct RejectedRow(string File, long Row, string Reason);
