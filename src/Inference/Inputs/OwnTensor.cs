using System.Numerics;
using Microsoft.ML.OnnxRuntime;
using RecPipe.Inference.Engines;
using RecPipe.Inference.Sessions;
using RecPipe.Models.Cards;
using RecPipe.Ranking;

namespace RecPipe.Inference.Inputs;

/// <summary>An input of another type or layout than the engine's tensors, or of the query's: pinned, filled for every run.</summary>
/// <param name="input">The input.</param>
/// <param name="model">Its model.</param>
/// <param name="batchRows">Most candidates of one run.</param>
internal sealed class OwnTensor<T>(InputBinding input, ModelSession model, int batchRows) : InputTensor
    where T : unmanaged, INumber<T>
{
    private readonly T[] _tensor = GC.AllocateArray<T>(checked(batchRows * input.Width), pinned: true);
    private int _offsetRows;

    public override OrtValue View(int rows) => View(input, _tensor, rows);

    public override void Fill(EngineTensors tensors, QueryContext? context, int rows)
    {
        switch (input.Feature)
        {
            case FeatureKind.CandidateDense:
                Spread<float>(tensors.Dense, model.DenseWidth, rows);
                break;
            case FeatureKind.CandidateSparse:
                Spread<int>(tensors.Sparse, model.SparseWidth, rows);
                break;
            case FeatureKind.CandidateId:
                Spread<int>(tensors.Candidates, 1, rows);
                break;
            case FeatureKind.BagOffsets:
                Count(rows);
                break;
            default:
                if (context is not null)
                    Broadcast(context, rows);
                break;
        }
    }

    private void Broadcast(QueryContext context, int rows)
    {
        switch (input.Feature)
        {
            case FeatureKind.User:
                Spread([context.User.GetValueOrDefault()], 0, rows);
                break;
            case FeatureKind.QueryDense:
                Spread(context.Dense.Span, 0, rows);
                break;
            case FeatureKind.QuerySparse:
                Spread(context.Sparse.Span, 0, rows);
                break;
        }
    }

    /// <summary>Copies the input's columns out of rows that lie <paramref name="stride"/> apart; 0 repeats the one row.</summary>
    private void Spread<TFrom>(ReadOnlySpan<TFrom> source, int stride, int rows)
        where TFrom : unmanaged, INumber<TFrom>
    {
        int width = input.Width;
        (int rowStep, int columnStep) = Steps(rows);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<TFrom> from = source.Slice(row * stride + input.Column, width);
            for (int column = 0; column < from.Length; column++)
                _tensor[row * rowStep + column * columnStep] = T.CreateTruncating(from[column]);
        }
    }

    /// <summary>Bags of one index each begin at 0, 1, 2, …; the same for every batch of a size.</summary>
    private void Count(int rows)
    {
        if (_offsetRows == rows)
            return;
        (int rowStep, int columnStep) = Steps(rows);
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < input.Width; column++)
                _tensor[row * rowStep + column * columnStep] = T.CreateTruncating(row);
        }
        _offsetRows = rows;
    }

    private (int Row, int Column) Steps(int rows) => input.Layout == InputLayout.Columns ? (1, rows) : (input.Width, 1);
}
