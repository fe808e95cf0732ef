// Starts Swagger UI, a classic script that has set `SwaggerUIBundle` by now.
const place = document.querySelector("#api-docs");

globalThis.SwaggerUIBundle({
  domNode: place,
  url: place.dataset.description,
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  persistAuthorization: false,
  validatorUrl: null, // nothing leaves this site
});
