// After a refused form, reading starts at the summary of what is wrong.
document.querySelector("[data-focus]")?.focus();
