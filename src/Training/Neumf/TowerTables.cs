using RecPipe.Models.Families;

namespace RecPipe.Training.Neumf;

/// <summary>The two tables of a tower while they learn.</summary>
internal sealed record TowerTables(AdamTable Users, AdamTable Items)
{
    /// <summary>The tables a tower starts from; null without the tower.</summary>
    public static TowerTables? Of(TowerEmbeddings? start, int users, int items, int width, int workers, int most, float regularization)
    {
        return start is null ? null : new(Table(start.Users, users), Table(start.Items, items));

        AdamTable Table(EmbeddingReader reader, int rows)
        {
            float[] values = GC.AllocateUninitializedArray<float>(checked(rows * width));
            reader(0, values);
            return new AdamTable(values, width, workers, most, regularization);
        }
    }

    public TowerEmbeddings ToEmbeddings() => new(Users.Read, Items.Read);

    public void Step(int worker, in AdamStep step)
    {
        Users.Step(worker, step);
        Items.Step(worker, step);
    }
}
