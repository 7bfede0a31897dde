import { Bedrock } from "bedrock-wasm";
import { fromCognitoIdentityPool } from "bedrock-wasm/credentials";

const session = { user: "ada", idToken: "…" }; // of your sign-in

export const bedrock = new Bedrock({
  region: "us-east-1",
  credentials: fromCognitoIdentityPool({
    identityPoolId: "us-east-1:11111111-2222-3333-4444-555555555555",
    logins: { "cognito-idp.us-east-1.amazonaws.com/us-east-1_Example": () => session.idToken },
    cache: localStorage, // optional: keeps the identity's id when the page is left
    userIdentifier: session.user,
  }),
});
