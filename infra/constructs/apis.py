"""The HTTP API from the route table, and the WebSocket API."""

from __future__ import annotations

from aws_cdk import CfnElement, RemovalPolicy, Stack, Tags
from aws_cdk import aws_apigatewayv2 as apigatewayv2
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.acknowledged import CONNECTIONS, OWN_AUTHORISATION, acknowledge
from infra.settings import Settings
from shared.contracts.routes import ROUTES

#: No query string, no header, no body: a query may hold a ticket.
_LOG_FORMAT = (
    '{"requestId":"$context.requestId","route":"$context.routeKey","status":"$context.status",'
    '"latencyMs":"$context.responseLatency","integrationStatus":"$context.integrationStatus"}'
)


def gateway_routes() -> list[tuple[str, str, str]]:
    """Path, function and method of each of API Gateway's routes.

    A path whose methods all go to one function is one route: there may be 300 in an API, and 500 resources in a stack.
    The function refuses a method that the table does not name. A browser's OPTIONS is a method of its own.
    """
    by_path: dict[str, list[tuple[str, str]]] = {}
    for route in ROUTES:
        by_path.setdefault(route.path, []).append((route.function, route.method))
    found = []
    for path, rows in by_path.items():
        together = len(rows) > 1 and len({function for function, _ in rows}) == 1
        if together and all(method != "OPTIONS" for _, method in rows):
            rows = [(rows[0][0], "ANY")]
        found += [(path, function, method) for function, method in rows]
    return found


class Apis(Construct):
    """Both APIs without their routes, which need the functions, which need the APIs' addresses."""

    def __init__(self, scope: Construct, name: str, settings: Settings) -> None:
        super().__init__(scope, name)
        self._settings = settings
        self.http = apigatewayv2.HttpApi(self, "Http", api_name=f"{settings.prefix}-http", create_default_stage=False)
        self.sockets = apigatewayv2.WebSocketApi(self, "Sockets", api_name=f"{settings.prefix}-sockets")
        if settings.local:
            Tags.of(self.http).add("ms-custom-id", f"{settings.prefix}-http")
            Tags.of(self.sockets).add("ms-custom-id", f"{settings.prefix}-sockets")
        self.http_stage = apigatewayv2.HttpStage(
            self,
            "HttpStage",
            http_api=self.http,
            stage_name="$default",
            auto_deploy=True,
            throttle=apigatewayv2.ThrottleSettings(rate_limit=2000, burst_limit=4000),
        )
        self.sockets_stage = apigatewayv2.WebSocketStage(
            self,
            "SocketsStage",
            web_socket_api=self.sockets,
            stage_name=settings.stage,
            auto_deploy=True,
            throttle=apigatewayv2.ThrottleSettings(rate_limit=2000, burst_limit=4000),
        )
        for stage, title in ((self.http_stage, "http"), (self.sockets_stage, "sockets")):
            self._access_log(stage, title)

    @property
    def connections_url(self) -> str:
        """Where frames are posted to connections."""
        if self._settings.endpoint is not None:
            return f"{self._settings.endpoint}/_aws/execute-api/{self.sockets.api_id}/{self._settings.stage}"
        return f"https://{self.sockets.api_id}.execute-api.{Stack.of(self).region}.amazonaws.com/{self._settings.stage}"

    def connect(self, functions: dict[str, lambda_.Function]) -> None:
        """Give every route of the table to its function."""
        handlers = {
            # One permission a function: one a route would be too many for a function's policy, and for the stack.
            name: integrations.HttpLambdaIntegration(
                f"{name.capitalize()}Http", function, scope_permission_to_route=False
            )
            for name, function in functions.items()
        }
        for path, function, method in gateway_routes():
            self.http.add_routes(path=path, methods=[apigatewayv2.HttpMethod[method]], integration=handlers[function])
        # Whatever the table does not name gets a problem document, not API Gateway's own words.
        apigatewayv2.HttpRoute(
            self,
            "Unknown",
            http_api=self.http,
            route_key=apigatewayv2.HttpRouteKey.DEFAULT,
            integration=handlers["ops"],
        )
        realtime = functions["realtime"]
        for key in ("$connect", "$disconnect", "$default"):
            # The local cloud answers a frame without being told to, and does not know the resource that says so.
            answers = key == "$default" and not self._settings.local
            self.sockets.add_route(
                key,
                return_response=answers or None,
                integration=integrations.WebSocketLambdaIntegration(f"Realtime{key[1:]}", realtime),
            )
        acknowledge(self, "APIG4", OWN_AUTHORISATION)
        self._let_push(functions["push"])

    def _let_push(self, push: lambda_.Function) -> None:
        """Post to connections, and close them."""
        stack = Stack.of(self)
        paths = [f"{self._settings.stage}/{method}/@connections/*" for method in ("POST", "DELETE")]
        connections = [
            stack.format_arn(service="execute-api", resource=self.sockets.api_id, resource_name=path) for path in paths
        ]
        push.add_to_role_policy(iam.PolicyStatement(actions=["execute-api:ManageConnections"], resources=connections))
        if push.role is not None and isinstance(self.sockets.node.default_child, CfnElement):
            api = stack.resolve(self.sockets.node.default_child.logical_id)
            for path in paths:
                arn = f"arn:aws:execute-api:{self._settings.region}:<AWS::AccountId>:<{api}>/{path}"
                acknowledge(push.role, f"IAM5[Resource::{arn}]", CONNECTIONS)

    def _access_log(self, stage: apigatewayv2.IStage, title: str) -> None:
        group = logs.LogGroup(
            self,
            f"{title.capitalize()}Access",
            retention=logs.RetentionDays.ONE_MONTH,
            log_group_name=f"/aws/apigateway/{self._settings.prefix}-{title}",
            removal_policy=RemovalPolicy.DESTROY,
        )
        resource = stage.node.default_child
        assert isinstance(resource, apigatewayv2.CfnStage)
        resource.access_log_settings = apigatewayv2.CfnStage.AccessLogSettingsProperty(
            destination_arn=group.log_group_arn, format=_LOG_FORMAT
        )
