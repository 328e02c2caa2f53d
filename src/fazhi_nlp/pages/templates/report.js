(function () {
  var body = document.body, form = document.querySelector(".filter"), outline = document.querySelector(".outline");
  /* for browsers without :has() */
  document.querySelectorAll(".legend input").forEach(function (input) {
    input.addEventListener("change", function () {
      var name = input.id.slice(2);
      body.classList.toggle(name === "tags" ? "tags" : "off-" + name, name === "tags" ? input.checked : !input.checked);
    });
  });
  if (outline && window.matchMedia("(max-width: 1180px)").matches) { outline.open = false; }
  if (!form) { return; }
  var rows = Array.prototype.slice.call(document.querySelectorAll("#data tbody tr"));
  function filter() {
    var words = form.elements.q.value.trim().toLowerCase(), least = form.elements.least.value, shown = 0;
    rows.forEach(function (row) {
      var data = row.dataset;
      var fits = (!words || row.textContent.toLowerCase().indexOf(words) >= 0) && (!form.elements.section.value || data.section === form.elements.section.value) &&
        (!form.elements.unit.value || data.unit === form.elements.unit.value) && (!form.elements.status.value || data.status === form.elements.status.value) &&
        (least === "" || Number(data.value) >= Number(least));
      row.hidden = !fits;
      if (fits) { shown += 1; }
    });
    form.querySelector("output").textContent = shown + " / " + rows.length;
  }
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  /* a link from the text to a row that the filter hides shows the row */
  window.addEventListener("hashchange", function () {
    var target = document.getElementById(location.hash.slice(1));
    if (target && target.hidden) { form.reset(); filter(); target.scrollIntoView(); }
  });
  filter();
})();
