FLASK_APP=airparadis.cli.flask_app
