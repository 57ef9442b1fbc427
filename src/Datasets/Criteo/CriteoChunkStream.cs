using System.Runtime.CompilerServices;
using System.Threading.Channels;
using RecPipe.Datasets.Text;

namespace RecPipe.Datasets.Criteo;

/// <summary>Chunks of a file, parsed ahead on several threads and handed out in the order of the file. Bounded: chunks are reused.</summary>
internal sealed class CriteoChunkStream
{
    private readonly LineText _text;
    private readonly Channel<CriteoChunk> _free;
    private readonly Channel<Task<CriteoChunk>> _parsed;
    private int _chunksToMake;

    public CriteoChunkStream(LineText text, int parallelism)
    {
        int chunks = _chunksToMake = parallelism + 2;
        _text = text;
        _free = Channel.CreateBounded<CriteoChunk>(chunks);
        _parsed = Channel.CreateBounded<Task<CriteoChunk>>(chunks);
    }

    /// <summary>Reads to the end of the file. What goes wrong comes out of <see cref="ParsedAsync"/>, after the chunks before it.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                CriteoChunk chunk = await GetFreeAsync(cancellationToken).ConfigureAwait(false);
                chunk.TextLength = _text.Fill(chunk.Text);
                if (chunk.TextLength == 0)
                    break;
                await _parsed.Writer.WriteAsync(Task.Run(() => Parse(chunk), CancellationToken.None), cancellationToken).ConfigureAwait(false);
            }
            _parsed.Writer.Complete();
        }
        catch (Exception e)
        {
            _parsed.Writer.Complete(e);
        }
    }

    /// <summary>A chunk is the caller's until it is given to <see cref="Return"/>.</summary>
    public async IAsyncEnumerable<CriteoChunk> ParsedAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (Task<CriteoChunk> chunk in _parsed.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            yield return await chunk.ConfigureAwait(false);
    }

    public void Return(CriteoChunk chunk) => _free.Writer.TryWrite(chunk);

    private ValueTask<CriteoChunk> GetFreeAsync(CancellationToken cancellationToken)
    {
        if (_free.Reader.TryRead(out CriteoChunk? chunk))
            return new(chunk);
        return _chunksToMake-- > 0 ? new(new CriteoChunk()) : _free.Reader.ReadAsync(cancellationToken);
    }

    private static CriteoChunk Parse(CriteoChunk chunk)
    {
        CriteoLineParser.Parse(chunk);
        return chunk;
    }
}
