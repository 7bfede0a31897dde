// Yours. None of it is a secret: whoever opens the page reads it.
export const REGION = "us-east-1";
export const USER_POOL_ID = "us-east-1_Example";
export const CLIENT_ID = "1example23456789"; // an app client without a secret, with the flow ALLOW_USER_PASSWORD_AUTH
export const IDENTITY_POOL_ID = "us-east-1:11111111-2222-3333-4444-555555555555";
export const USER_POOLS = `https://cognito-idp.${REGION}.amazonaws.com/`;
/** Options of clients, such as the `endpoint` of a local Bedrock or a local Cognito. */
export const BEDROCK = { region: REGION };
export const COGNITO = {};
