// Adds a button that copies to every element marked `data-copy`; without scripts people select it.
for (const element of document.querySelectorAll("[data-copy]")) {
  const button = document.createElement("button");
  const heard = document.createElement("span");
  button.type = "button";
  button.className = "button";
  button.textContent = element.dataset.copy;
  heard.className = "hint";
  heard.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(element.textContent.trim());
    heard.textContent = element.dataset.copied;
  });
  const line = document.createElement("p");
  line.append(button, " ", heard);
  element.closest("p").after(line);
}
