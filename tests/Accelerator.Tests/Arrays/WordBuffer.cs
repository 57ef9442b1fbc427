namespace RecPipe.Accelerator.Tests.Arrays;

/// <summary>A buffer that drops the word used longest ago, and counts what it exchanges with memory.</summary>
internal sealed class WordBuffer(int capacity)
{
    private readonly LinkedList<(int, int)> _order = new();
    private readonly Dictionary<(int, int), LinkedListNode<(int, int)>> _held = [];
    private readonly HashSet<(int, int)> _dirty = [];

    public long Fetched { get; private set; }

    public long Spilled { get; private set; }

    public void Read((int, int) word)
    {
        if (!Touch(word))
            Fetched++;
    }

    public void Write((int, int) word)
    {
        Touch(word);
        _dirty.Add(word);
    }

    public void Flush()
    {
        Spilled += _dirty.Count;
        _dirty.Clear();
    }

    private bool Touch((int, int) word)
    {
        if (_held.Remove(word, out LinkedListNode<(int, int)>? node))
        {
            _order.Remove(node);
            _held[word] = _order.AddLast(word);
            return true;
        }
        if (_held.Count == capacity)
        {
            (int, int) oldest = _order.First!.Value;
            _order.RemoveFirst();
            _held.Remove(oldest);
            if (_dirty.Remove(oldest))
                Spilled++;
        }
        _held[word] = _order.AddLast(word);
        return false;
    }
}
