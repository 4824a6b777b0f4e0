import { Notice } from "@/components/ui/notice";

export default function NotFound() {
  return (
    <Notice title="There is nothing here" back={{ href: "/", label: "Go to my projects" }}>
      This page does not exist, or it is not yours to see. Check the address, or start from your projects.
    </Notice>
  );
}
