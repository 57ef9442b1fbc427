namespace RecPipe.Datasets.MovieLens;

/// <summary>A line of a ratings file. How much the user liked the item is not kept: that the user took it is what counts.</summary>
/// <param name="User">As the file numbers users.</param>
/// <param name="Item">As the file numbers items.</param>
/// <param name="Time">Seconds, in most files since 1970; 0 where the file has none.</param>
internal readonly record struct Rating(long User, long Item, long Time);
