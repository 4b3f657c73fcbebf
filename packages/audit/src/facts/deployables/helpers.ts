import { ImageReference } from './image';

/** Tunnels, web consoles and debugging tools that stand beside a product. */
const HELPERS =
  /(?:^|\/)(?:cloudflared|ngrok|tailscale|wireguard|adminer|pgadmin4?|phpmyadmin|mongo-express|redis-commander|redisinsight|mailhog|mailpit|maildev|dozzle|portainer(?:-ce)?|watchtower|swagger-ui|kafka-ui|cadvisor|node-exporter|[\w-]+-exporter|[\w-]+_exporter)$/;
/** Tools that look at the host itself. */
const HOST_TOOLS =
  /(?:^|\/)(?:cloudflared|ngrok|tailscale|wireguard|cadvisor|node-exporter|node_exporter|promtail|alloy|fluent-bit|fluentd|filebeat|metricbeat|datadog\/agent|datadog-agent|vector|falco|otel[\w-]*|opentelemetry-collector[\w-]*|netdata)$/;

/** Whether an image is a tunnel, a console or a debugging tool. */
export function isHelperImage(image: ImageReference): boolean {
  return HELPERS.test(image.repository);
}

/** Whether an image is a tool whose purpose is the host or its network. */
export function isHostTool(image: ImageReference | undefined): boolean {
  return image !== undefined && HOST_TOOLS.test(image.repository);
}
