using System.Net;
using System.Net.Sockets;
using FashionMnist.Build.Rehearsal;

namespace FashionMnist.Build.Tests.Rehearsal;

public sealed class StallingProxyTests
{
    [Fact]
    public async Task Passes_on_the_promised_bytes_and_then_nothing()
    {
        const int passed = 40_000;
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var serving = ServeAsync(server);
        using var proxy = new StallingProxy(new Uri($"http://127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port}"), passed);
        var address = new Uri(proxy.Address);
        using var client = new TcpClient(address.Host, address.Port);
        var buffer = new byte[passed * 4];
        var received = 0;

        await client.GetStream().WriteAsync("go"u8.ToArray());
        var reading = client.GetStream().ReadAsync(buffer).AsTask();
        while (await Task.WhenAny(reading, proxy.Stalled) == reading)
        {
            received += await reading;
            reading = client.GetStream().ReadAsync(buffer).AsTask();
        }

        // What the proxy passed on before it stalled may still be under way.
        if (received == 0)
            received = await reading;

        Assert.InRange(received, 1, passed);
        Assert.Equal("go", await serving);
    }

    private static async Task<string> ServeAsync(TcpListener server)
    {
        using var client = await server.AcceptTcpClientAsync();
        var request = new byte[2];
        await client.GetStream().ReadExactlyAsync(request);
        await client.GetStream().WriteAsync(new byte[200_000]);
        return System.Text.Encoding.UTF8.GetString(request);
    }
}
