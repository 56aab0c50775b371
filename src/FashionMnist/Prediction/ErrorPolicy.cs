namespace FashionMnist.Prediction;

/// <summary>What to do with a row that cannot be used.</summary>
public enum ErrorPolicy
{
    /// <summary>Stop and write nothing.</summary>
    Stop,

    /// <summary>Set it aside in <c>_rejects.jsonl</c>, count it and go on.</summary>
    Skip,
}
