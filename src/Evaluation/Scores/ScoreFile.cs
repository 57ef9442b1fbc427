using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;

namespace RecPipe.Evaluation.Scores;

/// <summary>
/// Scores on disk, little-endian: "RPSCORE1", length of the key, the key (UTF-8 JSON), how many scores, their slots (int32,
/// ascending), the scores (float32), and the XXH3 of all before.
/// </summary>
internal static class ScoreFile
{
    private static readonly byte[] s_magic = Encoding.ASCII.GetBytes("RPSCORE1");

    /// <summary>Writes beside the place and moves in at the end: there is the old file or the new one, never half of one.</summary>
    public static void Write(string path, string key, ReadOnlySpan<int> slots, ReadOnlySpan<float> scores)
    {
        string unfinished = $"{path}.unfinished-{Environment.ProcessId}";
        try
        {
            using (FileStream stream = new(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20))
            {
                XxHash3 hash = new();
                byte[] name = Encoding.UTF8.GetBytes(key);
                Append(s_magic);
                Append(BitConverter.GetBytes(name.Length));
                Append(name);
                Append(BitConverter.GetBytes(scores.Length));
                Append(MemoryMarshal.AsBytes(slots));
                Append(MemoryMarshal.AsBytes(scores));
                stream.Write(hash.GetCurrentHash());

                void Append(ReadOnlySpan<byte> bytes)
                {
                    hash.Append(bytes);
                    stream.Write(bytes);
                }
            }
            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <exception cref="InvalidDataException">It is damaged, or holds the scores of another key.</exception>
    public static (int[] Slots, float[] Scores) Read(string path, string key)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int head = s_magic.Length + sizeof(int), end = bytes.Length - sizeof(ulong);
        if (end < head || !bytes.AsSpan(0, s_magic.Length).SequenceEqual(s_magic))
            throw new InvalidDataException("It is not a file of scores.");
        if (!XxHash3.Hash(bytes.AsSpan(0, end)).AsSpan().SequenceEqual(bytes.AsSpan(end)))
            throw new InvalidDataException("Its checksum is wrong.");
        int keyLength = BitConverter.ToInt32(bytes, s_magic.Length);
        if (Encoding.UTF8.GetString(bytes, head, keyLength) != key)
            throw new InvalidDataException("It holds scores of another model or other data.");
        int count = BitConverter.ToInt32(bytes, head + keyLength), body = head + keyLength + sizeof(int);
        return (MemoryMarshal.Cast<byte, int>(bytes.AsSpan(body, count * sizeof(int))).ToArray(),
            MemoryMarshal.Cast<byte, float>(bytes.AsSpan(body + count * sizeof(int), count * sizeof(float))).ToArray());
    }
}
