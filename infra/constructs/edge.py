"""One origin for everything a browser or a carrier sees: static console, API and WebSocket behind CloudFront."""

from __future__ import annotations

from collections.abc import Mapping

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
    "font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors {frames}"
)

#: Sends `/ws` to the WebSocket stage's root, and page addresses without an extension to the web chat or the console.
_TO_ROOT = "function handler(event) { event.request.uri = '/'; return event.request; }"
#: Whatever is asked for below `/chat/` is the chat's page: no other page of ours may ever stand in a site's frame.
_TO_CHAT = "function handler(event) { event.request.uri = '/chat/index.html'; return event.request; }"
_TO_INDEX = (
    "function handler(event) { var r = event.request; if (r.uri.lastIndexOf('.') < r.uri.lastIndexOf('/')) "
    "{ r.uri = /^\\/chat(\\/|$)/.test(r.uri) ? '/chat/index.html' : '/index.html'; } return r; }"
)


_FOR_OTHERS = {"Cross-Origin-Resource-Policy": "cross-origin"}


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
        self._files = f"https://{files_bucket}.s3.{region}.amazonaws.com"
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
        files = origins.S3BucketOrigin.with_origin_access_control(self.site)
        # In a frame of any site, also of one that isolates itself from what it shows.
        framed = self._headers(
            "ChatHeaders", frames="*", more={**_FOR_OTHERS, "Cross-Origin-Embedder-Policy": "require-corp"}
        )
        # Its name never changes: whoever has it asks again soon.
        widget = self._headers("WidgetHeaders", more={**_FOR_OTHERS, "Cache-Control": "public, max-age=300"})
        self.distribution = cloudfront.Distribution(
            self,
            "Distribution",
            comment=f"{settings.prefix}: console, API, WebSocket",
            default_root_object="index.html",
            enable_logging=True,
            log_bucket=logs,
            default_behavior=self._file(files, self._headers("Headers"), self._function("ToIndex", _TO_INDEX)),
            additional_behaviors={
                "/api/*": api,
                "/healthz": api,
                "/readyz": api,
                "/ws": socket,
                "/chat/*": self._file(files, framed, self._function("ToChat", _TO_CHAT)),
                "/widget.js": self._file(files, widget),
            },
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

    def _file(
        self,
        origin: cloudfront.IOrigin,
        headers: cloudfront.ResponseHeadersPolicy,
        function: cloudfront.FunctionAssociation | None = None,
    ) -> cloudfront.BehaviorOptions:
        return cloudfront.BehaviorOptions(
            origin=origin,
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
            response_headers_policy=headers,
            function_associations=[function] if function else None,
        )

    def _function(self, name: str, code: str) -> cloudfront.FunctionAssociation:
        function = cloudfront.Function(
            self, name, code=cloudfront.FunctionCode.from_inline(code), runtime=cloudfront.FunctionRuntime.JS_2_0
        )
        return cloudfront.FunctionAssociation(function=function, event_type=cloudfront.FunctionEventType.VIEWER_REQUEST)

    def _headers(
        self, name: str, frames: str = "'none'", more: Mapping[str, str] | None = None
    ) -> cloudfront.ResponseHeadersPolicy:
        """`frames`: which sites may show the page in a frame. `more`: headers beside those of every page."""
        custom = [
            cloudfront.ResponseCustomHeader(header=header, value=value, override=True)
            for header, value in (more or {}).items()
        ]
        return cloudfront.ResponseHeadersPolicy(
            self,
            name,
            custom_headers_behavior=cloudfront.ResponseCustomHeadersBehavior(custom_headers=custom) if custom else None,
            security_headers_behavior=cloudfront.ResponseSecurityHeadersBehavior(
                content_security_policy=cloudfront.ResponseHeadersContentSecurityPolicy(
                    content_security_policy=_CSP.format(files=self._files, frames=frames), override=True
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
