using System.Diagnostics;
using System.Runtime.CompilerServices;
using Nuke.Common.IO;

namespace Nuke.Common;

[DebuggerStepThrough]
public static class Assert
{
    public static void Fail(string message, Exception exception = null) => throw new Exception(message, exception);

    public static void True(
        bool condition,
        string message = null,
        [CallerArgumentExpression(nameof(condition))] string argumentExpression = null)
    {
        if (!condition)
            throw Failure(message, "Expected condition to be true", argumentExpression);
    }

    public static void False(
        bool condition,
        string message = null,
        [CallerArgumentExpression(nameof(condition))] string argumentExpression = null)
    {
        if (condition)
            throw Failure(message, "Expected condition to be false", argumentExpression);
    }

    public static T NotNull<T>(this T obj, string message = null, [CallerArgumentExpression(nameof(obj))] string argumentExpression = null)
        where T : class =>
            obj ?? throw Failure(message, $"Expected object of type '{typeof(T).FullName}' to be not null", argumentExpression);

    public static string NotNullOrEmpty(
        this string str,
        string message = null,
        [CallerArgumentExpression(nameof(str))] string argumentExpression = null) =>
        !string.IsNullOrEmpty(str) ? str : throw Failure(message, "Expected string to be not null or empty", argumentExpression);

    public static string NotNullOrWhiteSpace(
        this string str,
        string message = null,
        [CallerArgumentExpression(nameof(str))] string argumentExpression = null) =>
        !string.IsNullOrWhiteSpace(str) ? str : throw Failure(message, "Expected string to be not null or whitespace", argumentExpression);

    public static void NotEmpty<T>(
        IReadOnlyCollection<T> collection,
        string message = null,
        [CallerArgumentExpression(nameof(collection))] string argumentExpression = null)
    {
        if (collection is null || collection.Count == 0)
            throw Failure(message, "Expected collection to be not empty", argumentExpression);
    }

    public static void Empty<T>(
        IReadOnlyCollection<T> collection,
        string message = null,
        [CallerArgumentExpression(nameof(collection))] string argumentExpression = null)
    {
        if (collection is { Count: > 0 })
            throw Failure(message, "Expected collection to be empty", argumentExpression);
    }

    public static void Count<T>(
        IReadOnlyCollection<T> collection,
        int length,
        string message = null,
        [CallerArgumentExpression(nameof(collection))] string argumentExpression = null)
    {
        if (collection?.Count != length)
            throw Failure(message, $"Expected collection to have length of {length}", argumentExpression);
    }

    public static void HasSingleItem<T>(
        IReadOnlyCollection<T> collection,
        string message = null,
        [CallerArgumentExpression(nameof(collection))] string argumentExpression = null) =>
        Count(collection, 1, message, argumentExpression);

    public static void FileExists(
        AbsolutePath path,
        string message = null,
        [CallerArgumentExpression(nameof(path))] string argumentExpression = null)
    {
        if (!path.FileExists())
            throw Failure(message, $"Expected file to exist: {path}", argumentExpression);
    }

    public static void DirectoryExists(
        AbsolutePath path,
        string message = null,
        [CallerArgumentExpression(nameof(path))] string argumentExpression = null)
    {
        if (!path.DirectoryExists())
            throw Failure(message, $"Expected directory to exist: {path}", argumentExpression);
    }

    private static ArgumentException Failure(string message, string standard, string argument) =>
        message is null ? new ArgumentException(standard, argument) : new ArgumentException(message);
}
