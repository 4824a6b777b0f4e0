import { finishSignIn } from "@/server/auth/sign-in";

export const dynamic = "force-dynamic";

export const GET = (request: Request): Promise<Response> => finishSignIn(request, new Date());
