"use strict";
/* sorting of tables by their heads; without script they stay in the order of the text */
document.querySelectorAll("table[data-sort]").forEach(function (table) {
  var body = table.tBodies[0], heads = Array.prototype.slice.call(table.tHead.rows[0].cells);
  heads.forEach(function (head, column) {
    if (!head.dataset.by) { return; }
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.textContent = "";
    head.appendChild(button);
    button.addEventListener("click", function () {
      var down = head.getAttribute("aria-sort") === "ascending", numeric = head.dataset.by === "number";
      heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      Array.prototype.slice.call(body.rows).map(function (row, place) {
        return { row: row, place: place, key: row.cells[column].dataset.v || "" };
      }).sort(function (a, b) {
        var order = numeric ? Number(a.key) - Number(b.key) : a.key.localeCompare(b.key, "zh");
        return (down ? -order : order) || a.place - b.place;
      }).forEach(function (item) { body.appendChild(item.row); });
    });
  });
});
