// Where credentials come from. Each function makes one that fits the client's `credentials`: it is called when
// credentials are needed, and what is wrong with its options it says then, as the client does.

export { fromCognitoIdentityPool } from "./cognito.js";
export { fromEnv } from "./env.js";
export { fromHttp } from "./http.js";
export { fromTemporaryCredentials, fromWebToken } from "./sts.js";
