// Starts Swagger UI, a classic script that has set `SwaggerUIBundle` by now.
const { theme } = document.documentElement.dataset;
const isDark = theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
document.documentElement.classList.toggle("dark-mode", isDark); // the name Swagger UI looks for

const place = document.querySelector("#api-docs");

globalThis.SwaggerUIBundle({
  domNode: place,
  url: place.dataset.description,
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  persistAuthorization: false,
  validatorUrl: null, // nothing leaves this site
  onComplete: () => place.querySelector("main")?.setAttribute("role", "presentation"), // ours is around it
});
