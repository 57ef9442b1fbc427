using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;

namespace RecPipe.LoadGen.Commands;

/// <summary>Options whose values are the members of an enum, in camel case as in files; case does not matter.</summary>
public static class Choices
{
    /// <summary>Help lists what there is, and so does the error when the value is none of it.</summary>
    public static Option<T> OneOf<T>(this Option<T> option)
        where T : struct, Enum
    {
        option.HelpName = Names<T>("|");
        option.CustomParser = result => Parse<T>(option, result) ?? default;
        return option;
    }

    /// <inheritdoc cref="OneOf{T}(Option{T})"/>
    public static Option<T?> OneOf<T>(this Option<T?> option)
        where T : struct, Enum
    {
        option.HelpName = Names<T>("|");
        option.CustomParser = result => Parse<T>(option, result);
        return option;
    }

    private static T? Parse<T>(Option option, ArgumentResult result)
        where T : struct, Enum
    {
        string text = result.Tokens[0].Value;
        foreach (T value in Enum.GetValues<T>())
        {
            if (string.Equals(value.ToString(), text, StringComparison.OrdinalIgnoreCase))
                return value;
        }
        result.AddError($"{option.Name}: there is no \"{text}\"; choose from {Names<T>(", ")}.");
        return null;
    }

    private static string Names<T>(string separator)
        where T : struct, Enum => string.Join(separator, Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName));
}
