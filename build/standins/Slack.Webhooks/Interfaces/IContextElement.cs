namespace Slack.Webhooks.Interfaces;

#pragma warning disable CA1040 // It only marks, in the original as well.
public interface IContextElement;
#pragma warning restore CA1040
