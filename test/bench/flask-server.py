# The server of Vonage's tutorial "Retrieve conversation details", with the route for event webhooks that it leaves out.
import sys
from pprint import pprint

from flask import Flask, jsonify, request

app = Flask(__name__)
ncco = [{"action": "connect", "endpoint": [{"type": "phone", "number": "447700900001"}]}]


@app.route("/webhooks/answer")
def answer_call():
    params = request.args
    pprint(params)
    return jsonify(ncco)


@app.route("/webhooks/event", methods=["POST"])
def event():
    pprint(request.get_json())
    return "", 200


if __name__ == "__main__":
    app.run(port=int(sys.argv[1]))
