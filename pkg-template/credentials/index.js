// Sources of credentials. Each function returns one for the client's `credentials`, which is called when
// credentials are needed, and reports invalid options then, as the client does.

export { fromCognitoIdentityPool } from "./cognito.js";
export { fromEnv } from "./env.js";
export { fromHttp } from "./http.js";
export { fromTemporaryCredentials, fromWebToken } from "./sts.js";
