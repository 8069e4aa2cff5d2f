// Keyboard for reviewers: a key presses the control that names it in data-key. Nothing is kept here.
(function () {
  "use strict";
  var busy = false;

  function typing(target) {
    return target.closest && target.closest("input, textarea, select, [contenteditable]");
  }

  function control(key) {
    var found = document.querySelectorAll("[data-key]");
    for (var i = 0; i < found.length; i += 1) {
      if (found[i].dataset.key.split(" ").indexOf(key) !== -1 && !found[i].disabled) {
        return found[i];
      }
    }
    return null;
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) {
      return;
    }
    if (typing(event.target)) {
      if (event.key === "Escape") {
        event.target.blur();
      }
      return;
    }
    if (event.key === "Enter" && event.target.closest("a, button, summary")) {
      return;
    }
    var found = control(event.key);
    if (!found) {
      return;
    }
    event.preventDefault();
    if (busy) {
      return;
    }
    if (typing(found)) {
      found.focus();
    } else {
      found.click();
    }
  });

  // One request at a time: a key pressed before the next row stands there decides nothing. Nothing is delayed when
  // swapping (htmx-config), so the new row is alive when afterRequest comes.
  document.addEventListener("htmx:beforeRequest", function (event) {
    if (event.detail.target && event.detail.target.id === "desk") {
      busy = true;
      document.body.classList.add("busy");
    }
  });
  document.addEventListener("htmx:afterRequest", function () {
    busy = false;
    document.body.classList.remove("busy");
  });
  document.addEventListener("htmx:sendError", function () {
    var toast = document.querySelector(".toast");
    if (toast) {
      toast.textContent = "连不上服务器，这一条没有保存。请稍后再按一次。";
      toast.classList.add("bad");
    }
  });
  // Files dropped onto the upload form go into its file field; the person still presses 上传.
  document.addEventListener("dragover", function (event) {
    if (event.target.closest(".drop")) {
      event.preventDefault();
      event.target.closest(".drop").classList.add("over");
    }
  });
  document.addEventListener("dragleave", function (event) {
    if (event.target.closest(".drop")) {
      event.target.closest(".drop").classList.remove("over");
    }
  });
  document.addEventListener("drop", function (event) {
    var form = event.target.closest(".drop");
    if (form && event.dataTransfer.files.length) {
      event.preventDefault();
      form.classList.remove("over");
      form.querySelector("input[type=file]").files = event.dataTransfer.files;
    }
  });
  document.addEventListener("htmx:afterSettle", function (event) {
    if (event.target.id === "desk" || (event.detail.elt && event.detail.elt.id === "desk")) {
      var desk = document.getElementById("desk");
      if (desk) {
        desk.focus({ preventScroll: true });
      }
    }
  });
})();
