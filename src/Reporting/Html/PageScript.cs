namespace RecPipe.Reporting.Html;

/// <summary>
/// What makes tables of a page sortable and filterable: a click on a header sorts by its column (numbers as numbers), again the
/// other way round; the field above a table leaves the rows that hold every word. Free of &lt;, &gt; and &amp;, which XML would
/// escape and a browser would not read back.
/// </summary>
internal static class PageScript
{
    public const string JavaScript = """

        document.querySelectorAll("table.sortable").forEach(function (table) {
          var body = table.tBodies[0], rows = Array.from(body.rows), sorted = -1, direction = 1;
          function key(row, column) { return row.cells[column].textContent.trim(); }
          Array.from(table.tHead.rows[0].cells).forEach(function (header, column) {
            header.addEventListener("click", function () {
              direction = sorted === column ? -direction : 1;
              sorted = column;
              rows.sort(function (a, b) {
                var x = key(a, column), y = key(b, column), p = parseFloat(x.replaceAll(",", "")), q = parseFloat(y.replaceAll(",", ""));
                return direction * (isNaN(p) || isNaN(q) ? x.localeCompare(y) : p - q);
              });
              rows.forEach(function (row) { body.appendChild(row); });
              Array.from(header.parentNode.cells).forEach(function (other) { other.removeAttribute("aria-sort"); });
              header.setAttribute("aria-sort", direction === 1 ? "ascending" : "descending");
            });
          });
          table.parentNode.previousElementSibling.addEventListener("input", function (event) {
            var words = event.target.value.toLowerCase().split(" ");
            rows.forEach(function (row) {
              var text = row.textContent.toLowerCase();
              row.hidden = !words.every(function (word) { return text.includes(word); });
            });
          });
        });

        """;
}
