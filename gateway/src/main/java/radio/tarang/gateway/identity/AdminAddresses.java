package radio.tarang.gateway.identity;

import java.util.Arrays;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the admin API may be used from.
 *
 * @param adminAddresses CIDR ranges or single addresses; none = everywhere
 */
@ConfigurationProperties("tarang.web")
record AdminAddresses(@DefaultValue List<String> adminAddresses) {

    private record Range(byte[] network, int bits) {

        boolean contains(byte[] address) {
            if (address.length != network.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % 8;
                if ((address[bit / 8] & mask) != (network[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    AdminAddresses {
        adminAddresses = adminAddresses.stream().map(String::strip).filter(range -> !range.isEmpty()).toList();
        adminAddresses.forEach(AdminAddresses::range);
    }

    boolean allow(String address) {
        byte[] bytes = ClientAddress.bytes(address);
        return adminAddresses.isEmpty()
                || bytes != null && adminAddresses.stream().anyMatch(range -> range(range).contains(bytes));
    }

    private static Range range(String text) {
        int slash = text.indexOf('/');
        byte[] network = ClientAddress.bytes(slash < 0 ? text : text.substring(0, slash));
        String bits = slash < 0 ? "" : text.substring(slash + 1);
        if (network == null || slash >= 0 && !bits.matches("[0-9]{1,3}")) {
            throw new Misconfigured("tarang.web.admin-addresses: not an address or range: " + text);
        }
        int wanted = slash < 0 ? network.length * 8 : Integer.parseInt(bits);
        if (wanted > network.length * 8) {
            throw new Misconfigured("tarang.web.admin-addresses: too long a prefix: " + text);
        }
        return new Range(Arrays.copyOf(network, network.length), wanted);
    }
}
