using System.Net.Sockets;
using FashionMnist.Build.Rehearsal;
using FashionMnist.Testing;
using Microsoft.AspNetCore.Connections;

namespace FashionMnist.Build.Tests.Rehearsal;

public sealed class StallingProxyTests
{
    [Fact]
    public async Task Passes_on_the_promised_bytes_and_then_nothing()
    {
        const int passed = 40_000;
        var request = new TaskCompletionSource<string>();
        await using var server = LocalHttp.ForConnections(connection => ServeAsync(connection, request));
        using var proxy = new StallingProxy(new Uri(server.Address), passed);
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
        Assert.Equal("go", await request.Task);
    }

    private static async Task ServeAsync(ConnectionContext connection, TaskCompletionSource<string> request)
    {
        var go = new byte[2];
        await connection.Transport.Input.AsStream().ReadExactlyAsync(go);
        request.SetResult(System.Text.Encoding.UTF8.GetString(go));
        await connection.Transport.Output.WriteAsync(new byte[200_000], connection.ConnectionClosed);
    }
}
