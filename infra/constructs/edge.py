"""One origin for everything a browser or a carrier sees: static console, API and WebSocket behind CloudFront."""

from __future__ import annotations

from aws_cdk import Duration, RemovalPolicy, Stack
from aws_cdk import aws_apigatewayv2 as apigatewayv2
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.acknowledged import ANYWHERE, DEFAULT_DOMAIN, FIREWALL_LATER, acknowledge
from infra.settings import Settings

_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' wss: {files}; "
    "font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

#: Sends `/ws` to the WebSocket stage's root, and page addresses without an extension to the web chat or the console.
_TO_ROOT = "function handler(event) { event.request.uri = '/'; return event.request; }"
_TO_INDEX = (
    "function handler(event) { var r = event.request; if (r.uri.lastIndexOf('.') < r.uri.lastIndexOf('/')) "
    "{ r.uri = /^\\/chat(\\/|$)/.test(r.uri) ? '/chat/index.html' : '/index.html'; } return r; }"
)


class Edge(Construct):
    def __init__(
        self,
        scope: Construct,
        name: str,
        settings: Settings,
        http: apigatewayv2.HttpApi,
        sockets: apigatewayv2.WebSocketApi,
        files_bucket: str,
    ) -> None:
        super().__init__(scope, name)
        region = Stack.of(self).region
        # Where pages upload files to.
        self._policy = _CSP.replace("{files}", f"https://{files_bucket}.s3.{region}.amazonaws.com")
        logs = self._bucket(
            "Logs",
            ownership=s3.ObjectOwnership.BUCKET_OWNER_PREFERRED,
            rules=[s3.LifecycleRule(expiration=Duration.days(30))],
        )
        self.site = self._bucket("Site", logs_to=logs)
        api = self._behaviour(origins.HttpOrigin(f"{http.api_id}.execute-api.{region}.amazonaws.com"))
        socket = self._behaviour(
            origins.HttpOrigin(
                f"{sockets.api_id}.execute-api.{region}.amazonaws.com", origin_path=f"/{settings.stage}"
            ),
            function=self._function("ToRoot", _TO_ROOT),
        )
        self.distribution = cloudfront.Distribution(
            self,
            "Distribution",
            comment=f"{settings.prefix}: console, API, WebSocket",
            default_root_object="index.html",
            enable_logging=True,
            log_bucket=logs,
            default_behavior=cloudfront.BehaviorOptions(
                origin=origins.S3BucketOrigin.with_origin_access_control(self.site),
                viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
                response_headers_policy=self._headers(),
                function_associations=[self._function("ToIndex", _TO_INDEX)],
            ),
            additional_behaviors={"/api/*": api, "/healthz": api, "/readyz": api, "/ws": socket},
        )

        for rule, reason in (("CFR1", ANYWHERE), ("CFR2", FIREWALL_LATER), ("CFR4", DEFAULT_DOMAIN)):
            acknowledge(self.distribution, rule, reason)

    @property
    def url(self) -> str:
        return f"https://{self.distribution.distribution_domain_name}"

    def _bucket(
        self,
        name: str,
        *,
        logs_to: s3.Bucket | None = None,
        ownership: s3.ObjectOwnership | None = None,
        rules: list[s3.LifecycleRule] | None = None,
    ) -> s3.Bucket:
        return s3.Bucket(
            self,
            name,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            removal_policy=RemovalPolicy.RETAIN,
            server_access_logs_bucket=logs_to,
            server_access_logs_prefix="site/" if logs_to else None,
            object_ownership=ownership,
            lifecycle_rules=rules,
        )

    def _behaviour(
        self, origin: cloudfront.IOrigin, function: cloudfront.FunctionAssociation | None = None
    ) -> cloudfront.BehaviorOptions:
        return cloudfront.BehaviorOptions(
            origin=origin,
            allowed_methods=cloudfront.AllowedMethods.ALLOW_ALL,
            cache_policy=cloudfront.CachePolicy.CACHING_DISABLED,
            origin_request_policy=cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
            function_associations=[function] if function else None,
        )

    def _function(self, name: str, code: str) -> cloudfront.FunctionAssociation:
        function = cloudfront.Function(
            self, name, code=cloudfront.FunctionCode.from_inline(code), runtime=cloudfront.FunctionRuntime.JS_2_0
        )
        return cloudfront.FunctionAssociation(function=function, event_type=cloudfront.FunctionEventType.VIEWER_REQUEST)

    def _headers(self) -> cloudfront.ResponseHeadersPolicy:
        return cloudfront.ResponseHeadersPolicy(
            self,
            "Headers",
            security_headers_behavior=cloudfront.ResponseSecurityHeadersBehavior(
                content_security_policy=cloudfront.ResponseHeadersContentSecurityPolicy(
                    content_security_policy=self._policy, override=True
                ),
                content_type_options=cloudfront.ResponseHeadersContentTypeOptions(override=True),
                referrer_policy=cloudfront.ResponseHeadersReferrerPolicy(
                    referrer_policy=cloudfront.HeadersReferrerPolicy.NO_REFERRER, override=True
                ),
                strict_transport_security=cloudfront.ResponseHeadersStrictTransportSecurity(
                    access_control_max_age=Duration.days(365), include_subdomains=True, override=True
                ),
            ),
        )
