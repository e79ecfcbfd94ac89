"""The ingester as it is usually written with FastAPI and aio-pika."""

import hashlib
import hmac
import os
from contextlib import asynccontextmanager
from datetime import datetime, timezone

import aio_pika
from fastapi import FastAPI, HTTPException, Request
from pydantic import BaseModel

EXCHANGE = "bench.fastapi"
QUEUE = "bench.fastapi.tasks"
DEAD_LETTERS = "bench.fastapi.dlq"
ARGUMENTS = {
    "x-queue-type": "quorum",
    "x-overflow": "reject-publish",
    "x-dead-letter-exchange": "",
    "x-dead-letter-routing-key": DEAD_LETTERS,
    "x-dead-letter-strategy": "at-least-once",
    "x-max-length": 100_000,
    "x-delivery-limit": 20,
}
SECRET = os.environ["SECRET_DATADOG"].encode()


class Notification(BaseModel):
    alert_cycle_key: str
    alert_title: str
    event_msg: str
    alert_priority: str = "P3"
    date: int
    id: str = ""
    alert_id: str = ""
    alert_query: str = ""
    alert_scope: str = ""
    alert_status: str = ""
    alert_metric: str = ""
    link: str = ""
    tags: str = ""
    service: str = ""
    env: str = ""
    org_id: str = ""


class Condition(BaseModel):
    metric: str
    status: str


class Evidence(BaseModel):
    stackTrace: str | None
    query: str
    conditions: list[Condition]
    attributes: dict[str, list[str]]


class Task(BaseModel):
    schema_name: str = "anton.task.v1"
    taskId: str
    logicalKey: str
    source: str = "DATADOG"
    externalId: str
    externalUrl: str
    correlationKey: str
    title: str
    description: str
    priority: str
    labels: list[str]
    service: str
    environment: str
    repository: str | None = None
    evidence: Evidence
    occurredAt: datetime
    receivedAt: datetime
    trace: str | None = None


def task_of(body: Notification) -> Task:
    key = f"datadog|{body.org_id}|cycle|{body.alert_cycle_key}"
    tags = body.tags.split(",")
    start = body.event_msg.find("\n    at ")
    return Task(
        taskId=f"datadog-{body.service}-{hashlib.sha256(key.encode()).hexdigest()[:20]}",
        logicalKey=key,
        externalId=body.alert_id,
        externalUrl=body.link,
        correlationKey=f"datadog|{body.org_id}|monitor|{body.alert_id}|{body.alert_scope}",
        title=body.alert_title,
        description=body.event_msg,
        priority=body.alert_priority,
        labels=tags,
        service=body.service,
        environment=body.env,
        evidence=Evidence(
            stackTrace=None if start < 0 else body.event_msg[start:],
            query=body.alert_query,
            conditions=[Condition(metric=body.alert_metric, status=body.alert_status)],
            attributes={"tag": tags, "monitor": [body.alert_id]},
        ),
        occurredAt=datetime.fromtimestamp(body.date / 1000, timezone.utc),
        receivedAt=datetime.now(timezone.utc),
    )


@asynccontextmanager
async def lifespan(app: FastAPI):
    connection = await aio_pika.connect_robust(os.environ["BROKER_URI"])
    async with connection:
        channel = await connection.channel(publisher_confirms=True)
        exchange = await channel.declare_exchange(EXCHANGE, aio_pika.ExchangeType.TOPIC, durable=True)
        await channel.declare_queue(DEAD_LETTERS, durable=True, arguments={"x-queue-type": "quorum"})
        queue = await channel.declare_queue(QUEUE, durable=True, arguments=ARGUMENTS)
        await queue.bind(exchange, "task.#")
        app.state.exchange = exchange
        yield


app = FastAPI(lifespan=lifespan)


@app.post("/webhooks/datadog", status_code=202)
async def receive(request: Request):
    raw = await request.body()
    wanted = "sha256=" + hmac.new(SECRET, raw, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(wanted, request.headers.get("x-anton-signature", "")):
        raise HTTPException(status_code=401)
    task = task_of(Notification.model_validate_json(raw))
    message = aio_pika.Message(
        task.model_dump_json().encode(),
        content_type="application/json",
        delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
        message_id=task.taskId,
    )
    await app.state.exchange.publish(message, routing_key="task.datadog.p3", mandatory=True)
    return {"status": "accepted", "taskId": task.taskId}
