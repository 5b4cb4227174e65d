# An application as tutorials write it with Flask. Prints its port, then each request as JSON.
# python3 flask_application.py HOW: how it knows its own address.
import json
import logging
import sys

from flask import Flask, jsonify, request, url_for
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.serving import make_server

how = sys.argv[1]
app = Flask(__name__)
logging.getLogger("werkzeug").setLevel(logging.ERROR)
if how == "proxy_fix":
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)


def address(endpoint):
    if how == "url_root":
        return request.url_root + url_for(endpoint).lstrip("/")
    return url_for(endpoint, _external=True)


@app.before_request
def tell():
    print(json.dumps({"path": request.path, "host": request.host, "scheme": request.scheme}), flush=True)


@app.get("/webhooks/answer")
def answer():
    return jsonify([
        {"action": "talk", "text": "Press a key."},
        {"action": "input", "type": ["dtmf"], "dtmf": {"maxDigits": 1}, "eventUrl": [address("typed")]},
    ])


@app.post("/webhooks/dtmf")
def typed():
    return jsonify([
        {"action": "talk", "text": "Leave a message."},
        {"action": "record", "endOnSilence": 3, "eventUrl": [address("recorded")]},
    ])


@app.post("/webhooks/recordings")
def recorded():
    return "", 204


@app.post("/webhooks/event")
def event():
    return "", 200


server = make_server("127.0.0.1", 0, app)
print(json.dumps({"port": server.server_port}), flush=True)
server.serve_forever()
