using Capture;
using ServiceDefaults;

return await ServiceProgram.Run(args, CaptureApplication.Build);
