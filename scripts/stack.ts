export { main } from "@/stack/main";
