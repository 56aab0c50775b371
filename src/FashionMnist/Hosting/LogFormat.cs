namespace FashionMnist.Hosting;

/// <summary>How a program writes its log.</summary>
public enum LogFormat
{
    /// <summary>Text on a terminal, JSON elsewhere.</summary>
    Auto,

    /// <summary>One readable line an event.</summary>
    Text,

    /// <summary>One compact JSON object a line (CLEF, clef-json.org).</summary>
    Json,
}
