namespace FashionMnist.IO;

/// <summary>One file of a folder cannot be read, which says nothing about its neighbours.</summary>
/// <param name="reason">What is wrong with it, to follow its name.</param>
internal sealed class UnusableFileException(string reason) : Exception(reason);
