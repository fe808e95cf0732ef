// Takes a file that is dropped anywhere on the form, and shows how much of it has been sent; without
// this script the field takes files by itself, and the browser sends the form.
const form = document.querySelector("[data-upload]");
const file = form.elements.file;
const sending = form.querySelector("[data-sending]");
const lost = form.querySelector("[data-lost]");

file.addEventListener("change", () => {
  const isTooLarge = file.files[0]?.size > Number(file.dataset.most);
  file.setCustomValidity(isTooLarge ? file.dataset.tooLarge : "");
  file.reportValidity();
});

for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
  form.addEventListener(name, (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    form.classList.toggle("is-dropping", name === "dragenter" || name === "dragover");
    if (name !== "drop" || !event.dataTransfer.files.length) return;
    file.files = event.dataTransfer.files;
    file.dispatchEvent(new Event("change"));
    form.querySelector("[type=submit]").focus();
  });
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const request = new XMLHttpRequest();
  const button = form.querySelector("[type=submit]");
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    sending.querySelector("progress").value = loaded / total;
  });
  request.addEventListener("load", () => {
    if (request.status < 400) return location.assign(request.responseURL);
    document.documentElement.innerHTML = request.responseText; // the page that says why not
  });
  request.addEventListener("error", () => {
    lost.textContent = lost.dataset.offline;
    lost.hidden = false;
    sending.hidden = true;
    button.disabled = false;
  });
  button.disabled = true;
  sending.hidden = false;
  lost.hidden = true;
  request.open("POST", form.action);
  request.send(new FormData(form));
});
