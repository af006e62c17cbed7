"""Signing in, staying signed in, signing out."""

from __future__ import annotations

from shared.contracts.route import EVERYBODY, Route
from shared.contracts.route_models import Models

api, identity_api = (Models(name) for name in ("api", "identity_api"))

# fmt: off
ROWS: tuple[Route, ...] = (
    Route("POST", "/api/auth/login", "auth", "login", "Sign in with e-mail and password",
          ("anyone",), api.LoginRequest, api.Tokens, errors=(400, 401, 422, 429)),
    Route("POST", "/api/auth/otp/request", "auth", "requestCode", "Have a code sent to sign in with",
          ("anyone",), identity_api.CodeRequest, identity_api.Asked, status=202, errors=(400, 422, 429)),
    Route("POST", "/api/auth/otp/verify", "auth", "verifyCode", "Sign in with the code",
          ("anyone",), identity_api.CodeVerification, api.Tokens, errors=(400, 401, 422, 429)),
    Route("POST", "/api/auth/magic/request", "auth", "requestLink", "Have a link mailed to sign in with",
          ("anyone",), identity_api.AddressRequest, identity_api.Asked, status=202, errors=(400, 422, 429)),
    Route("POST", "/api/auth/magic/verify", "auth", "verifyLink", "Sign in with the link",
          ("anyone",), identity_api.TokenRequest, api.Tokens, errors=(400, 401, 422, 429)),
    Route("POST", "/api/auth/reset/request", "auth", "requestReset", "Have a link mailed to choose a new password with",
          ("anyone",), identity_api.AddressRequest, identity_api.Asked, status=202, errors=(400, 422, 429)),
    Route("POST", "/api/auth/reset", "auth", "resetPassword", "Choose a new password; every session ends",
          ("anyone",), identity_api.PasswordReset, status=204, errors=(400, 401, 422, 429)),
    Route("POST", "/api/auth/invitation/accept", "auth", "acceptInvitation", "Choose a password and come in",
          ("anyone",), identity_api.InvitationAcceptance, api.Tokens, errors=(400, 401, 422, 429)),
    Route("POST", "/api/auth/refresh", "auth", "refresh", "Exchange a refresh token for a fresh pair",
          ("anyone",), api.RefreshRequest, api.Tokens, errors=(400, 401, 403, 422, 429)),
    Route("POST", "/api/auth/logout", "auth", "logout", "End this session",
          EVERYBODY, status=204, errors=(401, 403)),
    Route("POST", "/api/auth/password", "auth", "changePassword",
          "Change one's own password; every session ends and a new one begins",
          EVERYBODY, identity_api.PasswordChange, api.Tokens, errors=(400, 401, 403, 422, 429)),
    Route("GET", "/api/auth/session", "auth", "getSession", "The session one is in",
          EVERYBODY, response=identity_api.CurrentSession, errors=(401,)),
    Route("PUT", "/api/auth/session", "auth", "updateSession", "Say in which program one works at the moment",
          EVERYBODY, identity_api.ActiveProgram, identity_api.CurrentSession, errors=(400, 401, 403, 422)),
    Route("GET", "/api/auth/sessions", "auth", "listSessions", "Where one is signed in, the latest first",
          EVERYBODY, response=identity_api.SessionList, errors=(401,)),
    Route("DELETE", "/api/auth/sessions", "auth", "endSessions", "Sign out everywhere; with keep=current elsewhere",
          EVERYBODY, status=204, query=("keep",), errors=(400, 401, 403)),
    Route("DELETE", "/api/auth/sessions/{id}", "auth", "endSession", "Sign out somewhere",
          EVERYBODY, status=204, errors=(401, 403, 404)),
    Route("GET", "/api/auth/profile", "auth", "getProfile", "Who am I",
          EVERYBODY, response=identity_api.OwnProfile, errors=(401,)),
    Route("PUT", "/api/auth/profile", "auth", "updateProfile", "Change one's own name",
          EVERYBODY, api.ProfileUpdate, api.Profile, errors=(400, 401, 403, 422)),
    Route("POST", "/api/realtime/ticket", "auth", "createRealtimeTicket", "A one-time ticket for the WebSocket",
          EVERYBODY, response=api.RealtimeTicket, errors=(401, 403)),
)
# fmt: on
