namespace RecPipe.Models.Weights.Zip;

/// <summary>A member of a zip archive.</summary>
/// <param name="Name">As the archive's directory has it.</param>
/// <param name="Deflated">Whether it is compressed (RFC 1951); as it is otherwise.</param>
/// <param name="Crc32">Of the member, uncompressed.</param>
/// <param name="Start">First byte in the archive.</param>
/// <param name="Stored">Bytes in the archive.</param>
/// <param name="Length">Bytes uncompressed.</param>
internal sealed record ZipMember(string Name, bool Deflated, uint Crc32, long Start, long Stored, long Length);
